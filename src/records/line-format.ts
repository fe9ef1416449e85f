/** How a line of a file becomes a record. */
export type LineFormat =
  /** A line that is JSON and describes a record is that record, any other line is data. */
  | { readonly kind: 'described' }
  /** Each line is data, whatever is in it. */
  | { readonly kind: 'lines' }
  /** Each line is a JSON value, which is the data as it stands. */
  | {
      readonly kind: 'json';
      /** Where in the value its partition key is: names of fields with dots between them. */
      readonly keyField?: string | undefined;
    };
