/** Routes of what customers are given: offers, coupons, points, and what is done to win them back. On AWS they are a function of their own. */
import type { Container } from '../shared/container.ts';
import type { NamedRoute } from './routes/answering.ts';
import {
  redeemCode,
  releaseCode,
  reserveCode,
  showCoupon,
  validateCode,
  voidCode,
} from './routes/coupons.ts';
import { checkLoyalty, reassessLoyalty, showLiability, showLoyalty } from './routes/loyalty.ts';
import { customerOffers, grantToCustomer, offerReport, showOffers } from './routes/offers.ts';
import { postCustomerPoints, redeemPoints, releasePoints, showPoints } from './routes/points.ts';
import { customerWinBack, showWinBack, winBackLearned } from './routes/winBack.ts';

export function benefitRoutes(container: Container): NamedRoute[] {
  return [
    { name: 'GET /v1/offers', route: showOffers(container) },
    { name: 'GET /v1/offers/report', route: offerReport(container) },
    { name: 'GET /v1/customers/{id}/offers', route: customerOffers(container) },
    { name: 'POST /v1/customers/{id}/offers', route: grantToCustomer(container) },
    { name: 'GET /v1/coupons/{code}', route: showCoupon(container) },
    { name: 'POST /v1/coupons/{code}/validate', route: validateCode(container) },
    { name: 'POST /v1/coupons/{code}/reservations', route: reserveCode(container) },
    { name: 'POST /v1/coupons/{code}/redemptions', route: redeemCode(container) },
    { name: 'POST /v1/coupons/{code}/release', route: releaseCode(container) },
    { name: 'POST /v1/coupons/{code}/void', route: voidCode(container) },
    { name: 'GET /v1/loyalty', route: showLoyalty(container) },
    { name: 'GET /v1/loyalty/liability', route: showLiability(container) },
    { name: 'GET /v1/loyalty/check', route: checkLoyalty(container) },
    { name: 'POST /v1/loyalty/reassessments', route: reassessLoyalty(container) },
    { name: 'GET /v1/customers/{id}/points', route: showPoints(container) },
    { name: 'POST /v1/customers/{id}/points', route: postCustomerPoints(container) },
    { name: 'POST /v1/customers/{id}/points/redemptions', route: redeemPoints(container) },
    { name: 'POST /v1/customers/{id}/points/redemptions/release', route: releasePoints(container) },
    { name: 'GET /v1/win-back', route: showWinBack(container) },
    { name: 'GET /v1/win-back/learned', route: winBackLearned(container) },
    { name: 'GET /v1/customers/{id}/win-back', route: customerWinBack(container) },
  ];
}
