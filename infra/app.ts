/**
 * The CDK app (`npx cdk synth`, `npx cdk deploy --all`): reads the configuration, bundles every function, and makes the four
 * stacks. cdk-nag's AwsSolutions rules look at each of them; a finding ends the run.
 */
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { join } from 'node:path';
import { bundleFunctions, type Bundles } from './bundle.ts';
import { type DeploymentConfig, DeploymentConfigInvalid } from './config/deploymentConfig.ts';
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

/** Ends the run where it cannot be used: a person reads why, and no stack of calls. */
async function configOf(app: App): Promise<DeploymentConfig> {
  try {
    return await readConfig(ROOT, (key) => app.node.tryGetContext(key));
  } catch (failure) {
    if (!(failure instanceof DeploymentConfigInvalid)) throw failure;
    console.error(failure.message);
    process.exit(1);
  }
}

const app = new App();
const config = await configOf(app);
const bundles = await bundleFunctions({
  root: ROOT,
  outputFolder: join(app.outdir, 'functions'),
  settings: settingsDocument(config),
});
makeDeployment(app, config, placesOf(bundles));
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
