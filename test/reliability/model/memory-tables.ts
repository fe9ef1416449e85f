import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { VirtualTime } from './virtual-time.js';

export type Item = Readonly<Record<string, AttributeValue>>;

export interface Write {
  readonly actor: string;
  readonly table: string;
  readonly key: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

export interface Call {
  readonly actor: string;
  readonly operation: string;
  readonly table: string;
}

export interface MemoryTablesOptions {
  readonly time: VirtualTime;
  readonly random: () => number;
  /** The key attribute of each table. */
  readonly keys: Readonly<Record<string, string>>;
  /** Throws what DynamoDB answers in place of doing it, or waits. */
  readonly obstacle: (call: Call) => Promise<void>;
  /** How far behind an eventually consistent read may be, in milliseconds. */
  readonly staleMs: () => number;
  readonly onWrite: (write: Write) => void;
}

interface Version {
  readonly atMs: number;
  readonly item: Item | undefined;
}

interface Request {
  readonly TableName: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly ConsistentRead?: boolean;
  readonly UpdateExpression?: string;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeValues?: Item;
}

interface Answer {
  readonly [name: string]: unknown;
  /** Those that were read. */
  readonly items?: readonly Item[];
}

/** DynamoDB in memory, as much of it as leases need, with a past that stale reads see. */
export class MemoryTables {
  readonly #options: MemoryTablesOptions;
  readonly #tables = new Map<string, Map<string, Version[]>>();
  /** Read units that were consumed, by purpose. */
  readonly readUnits = new Map<string, number>();

  constructor(options: MemoryTablesOptions) {
    this.#options = options;
    for (const table of Object.keys(options.keys)) this.#tables.set(table, new Map());
  }

  /** A client as one worker has it. The purpose is that under which its reads are counted. */
  clientOf(actor: string, purpose = actor): DynamoDBClient {
    const send = async (command: { readonly input: Request }): Promise<unknown> => {
      const operation = command.constructor.name.replace(/Command$/, '');
      const { time, random, obstacle } = this.#options;
      await time.sleep(1 + 9 * random());
      await obstacle({ actor, operation, table: command.input.TableName });
      const { items, ...answer } = this.#handle(actor, operation, command.input);
      if (items !== undefined) this.#count(purpose, items, command.input.ConsistentRead === true);
      await time.sleep(1 + 9 * random());
      return answer;
    };
    return { send } as unknown as DynamoDBClient;
  }

  items(table: string): Item[] {
    return this.#itemsAt(table, this.#options.time.now);
  }

  item(table: string, key: string): Item | undefined {
    return this.#at(table, key, this.#options.time.now);
  }

  put(table: string, item: Item, actor = 'setup'): void {
    this.#write(actor, table, this.#keyOf(table, item), item);
  }

  /** Every 4 KB, or a part of them, cost one unit, half as much if what is read may be old. */
  #count(purpose: string, items: readonly Item[], isConsistent: boolean): void {
    const bytes = items.reduce((sum, item) => sum + sizeOf(item), 0);
    const units = Math.max(1, Math.ceil(bytes / 4_096)) * (isConsistent ? 1 : 0.5);
    this.readUnits.set(purpose, (this.readUnits.get(purpose) ?? 0) + units);
  }

  #handle(actor: string, operation: string, request: Request): Answer {
    const { TableName: table, Key, ConsistentRead = false } = request;
    const { time, staleMs } = this.#options;
    const readAt = ConsistentRead ? time.now : time.now - staleMs();
    if (operation === 'Scan') {
      const items = this.#itemsAt(table, readAt);
      return { Items: items, items };
    }
    if (operation === 'Query') {
      const { ':me': owner } = request.ExpressionAttributeValues ?? {};
      const items = this.#itemsAt(table, readAt)
        .filter(({ leaseOwner }) => leaseOwner?.S === owner?.S)
        .map(({ leaseKey, leaseOwner }) => ({ leaseKey, leaseOwner }) as Item);
      return { Items: items, items };
    }
    const key = this.#keyOf(table, Key ?? request.Item ?? {});
    if (operation === 'GetItem') {
      const item = this.#at(table, key, readAt);
      return item === undefined ? { items: [] } : { Item: item, items: [item] };
    }
    const before = this.#at(table, key, time.now);
    if (!isMet(request.ConditionExpression, before, request.ExpressionAttributeValues))
      throw refusal('ConditionalCheckFailedException');
    if (operation === 'DeleteItem') {
      if (before !== undefined) this.#write(actor, table, key, undefined);
      return before === undefined ? {} : { Attributes: before };
    }
    if (operation === 'PutItem') this.#write(actor, table, key, request.Item);
    else if (operation === 'UpdateItem')
      this.#write(actor, table, key, changed({ ...Key, ...before }, request));
    else throw new Error(`the model knows no ${operation}`);
    return {};
  }

  #write(actor: string, table: string, key: string, after: Item | undefined): void {
    const versions = this.#versions(table, key);
    const before = versions.at(-1)?.item;
    versions.push({ atMs: this.#options.time.now, item: after });
    if (versions.length > 40) versions.shift();
    this.#options.onWrite({ actor, table, key, before, after });
  }

  #itemsAt(table: string, atMs: number): Item[] {
    return [...(this.#tables.get(table)?.keys() ?? [])]
      .map((key) => this.#at(table, key, atMs))
      .filter((item) => item !== undefined);
  }

  #at(table: string, key: string, atMs: number): Item | undefined {
    return this.#versions(table, key).findLast((version) => version.atMs <= atMs)?.item;
  }

  #versions(table: string, key: string): Version[] {
    const items = this.#tables.get(table);
    if (items === undefined) throw refusal('ResourceNotFoundException');
    const versions = items.get(key) ?? [];
    items.set(key, versions);
    return versions;
  }

  #keyOf(table: string, item: Item): string {
    return item[this.#options.keys[table] ?? '']?.S ?? '';
  }
}

/** In bytes, as DynamoDB counts them: names and values; a number has a byte for every two digits and one more. */
function sizeOf(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => {
    const digits = value.N === undefined ? 0 : Math.ceil(value.N.length / 2) + 1;
    const texts = [value.S ?? '', ...(value.SS ?? [])].join('').length;
    return sum + name.length + digits + texts;
  }, 0);
}

/** An error as the AWS SDK throws it. */
export function refusal(name: string): Error {
  return Object.assign(new Error(name), { name });
}

function isMet(condition: string | undefined, item: Item = {}, values: Item = {}): boolean {
  return (condition?.split(' AND ') ?? []).every((term) => {
    const [, missing, asked] = /^attribute_(not_)?exists\((\w+)\)$/.exec(term) ?? [];
    if (asked !== undefined) return (item[asked] === undefined) === (missing !== undefined);
    const [, attribute = '', comparison, name = ''] = /^(\w+) (=|<=|<) (:\w+)$/.exec(term) ?? [];
    const [held, given] = [item[attribute], values[name]];
    if (held === undefined || given === undefined) return false;
    if (comparison === '=') return held.S === given.S && held.N === given.N;
    return comparison === '<=' ? Number(held.N) <= Number(given.N) : Number(held.N) < Number(given.N);
  });
}

function changed(
  item: Item,
  { UpdateExpression = '', ExpressionAttributeValues: values = {} }: Request,
): Item {
  const result: Record<string, AttributeValue> = { ...item };
  for (const [, verb, clauses = ''] of UpdateExpression.matchAll(
    /(SET|ADD|REMOVE) (.*?)(?= SET | ADD | REMOVE |$)/g,
  )) {
    for (const clause of clauses.split(', ')) {
      const [attribute = '', ...rest] = clause.split(/ (?:= )?/);
      const value = values[rest[0] ?? ''];
      if (verb === 'REMOVE') Reflect.deleteProperty(result, attribute);
      else if (value === undefined) throw new Error(`the model does not understand ${clause}`);
      else if (verb === 'SET') result[attribute] = value;
      else result[attribute] = { N: String(Number(result[attribute]?.N ?? 0) + Number(value.N)) };
    }
  }
  return result;
}
