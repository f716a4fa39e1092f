/**
 * Answers whether node_modules is what package-lock.json asks for, by npm's own record of what it put there: every direct
 * dependency is there, and nothing is there that the lock does not name in that version. Exit 0 when so. Runs on the
 * machine's own Node, before there is any other. (Packages for other platforms and optional peers are rightly absent.)
 */
import { readFileSync } from 'node:fs';

const packagesOf = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;

function matches() {
  const wanted = packagesOf('package-lock.json');
  const present = packagesOf('node_modules/.package-lock.json');
  const direct = { ...wanted[''].dependencies, ...wanted[''].devDependencies };
  const complete = Object.keys(direct).every((name) => `node_modules/${name}` in present);
  const locked = Object.keys(present).every(
    (key) =>
      present[key].version === wanted[key]?.version && present[key].integrity === wanted[key]?.integrity,
  );
  return complete && locked;
}

try {
  process.exitCode = matches() ? 0 : 1;
} catch {
  process.exitCode = 1;
}
