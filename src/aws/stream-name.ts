export interface StreamName {
  readonly name: string;
  readonly arn: string | undefined;
}

/** How Kinesis wants a stream named: by its ARN where it has one, for it may belong to another account. */
export function streamKey({
  name,
  arn,
}: StreamName): { readonly StreamName: string } | { readonly StreamARN: string } {
  return arn === undefined ? { StreamName: name } : { StreamARN: arn };
}
