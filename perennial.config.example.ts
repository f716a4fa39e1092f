/** An example of what a deployment is told. Copy it to `perennial.config.ts`; leave out what you do not need. See docs/deploy.md. */
import type { PerennialConfig } from './infra/config/deploymentConfig.ts';

export default {
  name: 'perennial',
  region: 'eu-central-1',
  zone: 'Europe/Berlin',
  brand: {
    name: 'Kettle & Leaf',
    postalAddress: '1 Tea Street, Bristol',
    website: 'https://kettle.example',
    currency: 'EUR',
  },
  email: { address: 'hello@mail.kettle.example', returnPath: 'bounce.mail.kettle.example' },
  topics: {
    tastings: {
      name: { en: 'Tastings', 'zh-CN': '品鉴' },
      description: { en: 'New teas before anyone else.', 'zh-CN': '抢先品尝新茶。' },
    },
  },
  alarmsEmail: 'ops@kettle.example',
} satisfies PerennialConfig;
