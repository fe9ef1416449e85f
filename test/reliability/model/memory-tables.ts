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

/** DynamoDB in memory, as much of it as leases need, with a past that stale reads see. */
export class MemoryTables {
  readonly #options: MemoryTablesOptions;
  readonly #tables = new Map<string, Map<string, Version[]>>();
  reads = 0;
  writes = 0;

  constructor(options: MemoryTablesOptions) {
    this.#options = options;
    for (const table of Object.keys(options.keys)) this.#tables.set(table, new Map());
  }

  /** A client as one worker has it. */
  clientOf(actor: string): DynamoDBClient {
    const send = async (command: { readonly input: Request }): Promise<unknown> => {
      const operation = command.constructor.name.replace(/Command$/, '');
      const { time, random, obstacle } = this.#options;
      await time.sleep(1 + 9 * random());
      await obstacle({ actor, operation, table: command.input.TableName });
      const answer = this.#handle(actor, operation, command.input);
      await time.sleep(1 + 9 * random());
      return answer;
    };
    return { send } as unknown as DynamoDBClient;
  }

  items(table: string): Item[] {
    return this.#itemsAt(table, this.#options.time.now);
  }

  put(table: string, item: Item, actor = 'setup'): void {
    this.#write(actor, table, this.#keyOf(table, item), item);
  }

  #handle(actor: string, operation: string, request: Request): unknown {
    const { TableName: table, Key, ConsistentRead = false } = request;
    const { time, staleMs } = this.#options;
    const readAt = ConsistentRead ? time.now : time.now - staleMs();
    if (operation === 'Scan') {
      this.reads++;
      return { Items: this.#itemsAt(table, readAt) };
    }
    const key = this.#keyOf(table, Key ?? request.Item ?? {});
    if (operation === 'GetItem') {
      this.reads++;
      const item = this.#at(table, key, readAt);
      return item === undefined ? {} : { Item: item };
    }
    this.writes++;
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
