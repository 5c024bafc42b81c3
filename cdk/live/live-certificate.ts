/** HTTPS of a streaming domain with a certificate of the account's certificate service, named and not carried (live.md §3 step 7). */
import type * as ros from '@alicloud/ros-cdk-core';
import { CustomResource, type ProviderProps, type Value } from './custom-resource.ts';
import { checkDomain, checkText } from './validate.ts';

export interface LiveCertificateProps extends ProviderProps {
  /** The streaming domain. */
  readonly domainName: Value<string>;
  /** Name of the certificate in the certificate service. */
  readonly certificateName: Value<string>;
}

export class LiveCertificate extends CustomResource {
  constructor(scope: ros.Construct, id: string, props: LiveCertificateProps) {
    checkDomain(id, 'domainName', props.domainName);
    checkText(
      id,
      'certificateName',
      props.certificateName,
      /^\S{1,128}$/,
      'a name of 1 to 128 characters without blanks',
    );
    const parameters = { DomainName: props.domainName, CertificateName: props.certificateName };
    super(scope, id, 'LiveCertificate', parameters, props);
  }
}
