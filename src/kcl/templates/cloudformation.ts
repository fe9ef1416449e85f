import type { TablePlan } from '../plan-tables.js';
import { resourceName } from './resource-name.js';

/**
 * The tables as a CloudFormation template, in JSON. AWS::DynamoDB::Table names its properties as CreateTable does. A
 * table that is removed from the stack stays, for the checkpoints in it cannot be made again.
 */
export function cloudformation(plans: readonly TablePlan[], application: string): string {
  const resources = plans.map((plan) => [
    resourceName(plan),
    {
      Type: 'AWS::DynamoDB::Table',
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        ...plan.request,
        ...(plan.pointInTimeRecovery
          ? { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }
          : {}),
      },
    },
  ]);
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `DynamoDB tables of the KCL application ${application}`,
    Resources: Object.fromEntries(resources) as unknown,
  };
  return `${JSON.stringify(template, null, 2)}\n`;
}
