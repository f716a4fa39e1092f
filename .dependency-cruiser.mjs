/**
 * Imports point one way. Each folder names what it may import of the others; whatever it does not name is forbidden,
 * so a new folder starts closed. Files of test/, bench/ and scripts/ may import anything, and nothing imports them.
 */
const MAY_IMPORT = {
  core: [],
  workflows: ['core'],
  adapters: ['core'],
  functions: ['core', 'workflows', 'adapters'],
  local: ['core', 'workflows', 'adapters', 'functions'],
  infra: ['workflows'],
  cli: ['core', 'local'],
  console: [],
};
const OTHERS = ['test', 'bench', 'scripts'];
const FOLDERS = [...Object.keys(MAY_IMPORT), ...OTHERS];

const directions = Object.entries(MAY_IMPORT).map(([folder, allowed]) => ({
  name: `${folder}-direction`,
  comment: `${folder}/ may import ${allowed.length === 0 ? 'no other folder' : allowed.join(', ')}`,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: { path: `^(${FOLDERS.filter((one) => one !== folder && !allowed.includes(one)).join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...directions,
    {
      name: 'core-is-pure',
      comment: 'core/ uses zod, temporal-polyfill and libphonenumber-js, and nothing else that is not core',
      severity: 'error',
      from: { path: '^core/' },
      to: { pathNot: '^core/|(^|/)node_modules/(zod|temporal-polyfill|libphonenumber-js)/' },
    },
    {
      name: 'console-runs-in-a-browser',
      comment: 'console/ cannot load what is built into Node',
      severity: 'error',
      from: { path: '^console/', pathNot: '^console/vite\\.config\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'mjml-in-one-bundle',
      comment: 'MJML is large and slow to load: only functions/templatePublish may hold it',
      severity: 'error',
      from: { path: '^(core|workflows|adapters|functions)/', pathNot: '^functions/templatePublish/' },
      to: { path: '^functions/templatePublish/|(^|/)node_modules/mjml[^/]*/' },
    },
    {
      name: 'no-cycle',
      comment: 'modules that need each other belong together, or need a third',
      severity: 'error',
      from: { pathNot: '(^|/)node_modules/' },
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'an import that leads nowhere was checked by nobody',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '^console/dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'browser', 'default', 'types', 'require'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.d.ts', '.json'],
    },
  },
};
