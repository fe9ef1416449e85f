/** What `kcl-ts` alone says. */
export const nextSteps = `kcl-ts consumes an Amazon Kinesis stream with the Kinesis Client Library, in TypeScript.

Begin with a new project:
  kcl-ts init my-consumer

Or run a processor that you have, on an embedded Kinesis and then on AWS:
  kcl-ts run ./processor.ts --stream words --app MyApp --local
  kcl-ts run ./processor.ts --stream words --app MyApp

If something is missing, this tells you what and how to get it:
  kcl-ts doctor

kcl-ts --help lists the commands, kcl-ts <command> --help the flags of one.
The documentation begins with docs/start.md of this package.
`;
