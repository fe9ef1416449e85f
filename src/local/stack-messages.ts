/** What the parent tells the process of the embedded servers, once, as its first message. */
export interface StartMessage {
  readonly region: string;
  readonly streams: readonly LocalStream[];
  /** 0 for any free port. */
  readonly kinesisPort: number;
  readonly dynamodbPort: number;
  /** DynamoDB requests made before anyone else can reach the server. */
  readonly seed: readonly SeedRequest[];
}

export interface LocalStream {
  readonly name: string;
  readonly shards: number;
}

/** A request in DynamoDB's JSON protocol. */
export interface SeedRequest {
  readonly operation: 'CreateTable' | 'PutItem';
  readonly body: unknown;
}

/** What the process of the embedded servers tells its parent. */
export type StackMessage =
  /** Both ports take connections, and hold them until their server answers. */
  | { readonly kind: 'listening'; readonly kinesisPort: number; readonly dynamodbPort: number }
  /** Both answer: Kinesis has its streams, DynamoDB is seeded. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly message: string };

export function isStackMessage(value: unknown): value is StackMessage {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  switch (value.kind) {
    case 'listening':
      return isPort(value, 'kinesisPort') && isPort(value, 'dynamodbPort');
    case 'ready':
      return true;
    case 'failed':
      return 'message' in value && typeof value.message === 'string';
    default:
      return false;
  }
}

function isPort(value: object, key: string): boolean {
  return Number.isInteger((value as Record<string, unknown>)[key]);
}
