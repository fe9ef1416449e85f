import { goodProcessor, type MessageCase } from './message-case.js';

export const records: readonly MessageCase[] = [
  {
    when: 'their file is not there',
    args: ['simulate', 'processor.ts', 'words.txt'],
    files: { 'processor.ts': goodProcessor },
    exitCode: 2,
    stderr: [
      'kcl-ts: cannot read the records of words.txt: it does not exist',
      '  → --records takes the path of a file, relative to <folder>, or - for standard input',
    ],
  },
  {
    when: 'a line is none',
    args: ['simulate', 'processor.ts', 'words.txt'],
    files: { 'processor.ts': goodProcessor, 'words.txt': 'one\n{"data":"two","partitionKey":""}\n' },
    exitCode: 2,
    stderr: [
      'kcl-ts: line 2 of words.txt is not a record: "partitionKey" is "", expected a string of 1 to 256 characters',
      '  → a line is the data of a record, or JSON such as {"data": "text", "partitionKey": "a"}; use "base64" in place of "data" for binary data',
    ],
  },
  {
    when: 'a line is none for the embedded stream',
    args: ['local', '--records', 'words.txt'],
    files: { 'words.txt': '{"base64":"?"}\n' },
    exitCode: 2,
    stderr: [
      'kcl-ts: line 1 of words.txt is not a record: "base64" is "?", expected base64',
      '  → a line is the data of a record, or JSON such as {"data": "text", "partitionKey": "a"}; use "base64" in place of "data" for binary data',
    ],
  },
];
