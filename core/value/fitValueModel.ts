/**
 * The fits of the value model: purchases (how often, and whether still) and spend (how much an order). Each answers
 * with parameters and with named findings, and neither throws.
 */
export { DROPOUT_EVIDENCE, fitPurchases, type PurchaseFit } from './fitPurchases.ts';
export { fitSpend, type SpendFit } from './fitSpend.ts';
