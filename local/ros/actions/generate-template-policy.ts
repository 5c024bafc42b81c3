/** GenerateTemplatePolicy: the rights that a deployment of the template needs. */
import type { Json } from '../../product.ts';
import { parseTemplate } from '../template/parse.ts';
import type { RosAction } from './context.ts';
import { templateBody } from './parameters.ts';

/** UNCERTAIN which actions the service names: here those that make, read, change and delete each kind of resource. */
const NOUNS: Readonly<Record<string, readonly [product: string, noun: string]>> = {
  'ALIYUN::FC3::Function': ['fc', 'Function'],
  'ALIYUN::FC3::Trigger': ['fc', 'Trigger'],
  'ALIYUN::FC3::CustomDomain': ['fc', 'CustomDomain'],
  'ALIYUN::FC3::AsyncInvokeConfig': ['fc', 'AsyncInvokeConfig'],
  'ALIYUN::FC::Service': ['fc', 'Service'],
  'ALIYUN::FC::Function': ['fc', 'Function'],
  'ALIYUN::FC::Trigger': ['fc', 'Trigger'],
  'ALIYUN::FC::CustomDomain': ['fc', 'CustomDomain'],
  'ALIYUN::OTS::InstanceV2': ['ots', 'Instance'],
  'ALIYUN::OTS::Table': ['ots', 'Table'],
  'ALIYUN::RAM::Role': ['ram', 'Role'],
  'ALIYUN::SLS::Project': ['log', 'Project'],
  'ALIYUN::SLS::Logstore': ['log', 'LogStore'],
  'ALIYUN::SLS::Index': ['log', 'Index'],
  'ALIYUN::DNS::DomainRecord': ['alidns', 'DomainRecord'],
};

export const generateTemplatePolicy: RosAction = () => (params) => {
  const template = parseTemplate(templateBody(params));
  const types = [...new Set([...template.resources.values()].map(({ type }) => type))].sort();
  const statements = types.map((type) => statement(type));
  return { Policy: { Version: '1', Statement: statements } };
};

/** A custom resource needs its function to be called. */
function statement(type: string): Json {
  const [product, noun] = NOUNS[type] ?? ['fc', ''];
  const Action =
    noun === ''
      ? ['fc:InvokeFunction']
      : ['Create', 'Get', 'Update', 'Delete'].map((verb) => `${product}:${verb}${noun}`);
  return { Effect: 'Allow', Action, Resource: '*' };
}
