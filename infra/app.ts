/**
 * The CDK app (`npx cdk synth`, `npx cdk deploy --all`): reads the configuration, bundles every function, and makes the four
 * stacks. cdk-nag's AwsSolutions rules look at each of them; a finding ends the run.
 */
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { join } from 'node:path';
import { bundleFunctions, type Bundles } from './bundle.ts';
import { readConfig } from './config/readConfig.ts';
import { settingsDocument } from './config/settingsDocument.ts';
import { makeDeployment } from './deployment.ts';
import type { BundlePlaces } from './house.ts';

const ROOT = join(import.meta.dirname, '..');

function placesOf(bundles: Bundles): BundlePlaces {
  const bundleOf = (name: Parameters<BundlePlaces['bundleFolder']>[0]) => {
    const bundle = bundles.get(name);
    if (bundle === undefined) throw new Error(`${name} was not bundled`);
    return bundle;
  };
  return {
    bundleFolder: (name) => bundleOf(name).folder,
    bundleHash: (name) => bundleOf(name).hash,
  };
}

const app = new App();
const config = await readConfig(ROOT, (key) => app.node.tryGetContext(key));
const bundles = await bundleFunctions({
  root: ROOT,
  outputFolder: join(app.outdir, 'functions'),
  settings: settingsDocument(config),
});
makeDeployment(app, config, placesOf(bundles));
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
