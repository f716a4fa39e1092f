/** The shop's own domain before the API: links in mails then outlive any change of the API behind them. */
import { CfnOutput } from 'aws-cdk-lib';
import { CfnApiMapping, DomainName, type IHttpApi, SecurityPolicy } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Construct } from 'constructs';

export interface PagesDomainProps {
  readonly domain: string;
  readonly certificateArn: string;
  readonly api: IHttpApi;
}

export class PagesDomain extends Construct {
  constructor(scope: Construct, id: string, { domain, certificateArn, api }: PagesDomainProps) {
    super(scope, id);
    const name = new DomainName(this, 'Name', {
      domainName: domain,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    new CfnApiMapping(this, 'Mapping', { apiId: api.apiId, domainName: name.name, stage: '$default' });
    new CfnOutput(this, 'DnsRecord', { value: `${domain} CNAME ${name.regionalDomainName}` });
  }
}
