import { describe, expect, it } from 'vitest';
import { linkFaultIn } from '../../../src/kcl/causes/linking.js';

/** As Java 17, and Java 8 where it says so, print them. */
const stacks: readonly (readonly [stack: string, missing: string, caller: string | undefined])[] = [
  [
    [
      'CompletionException: x',
      "Caused by: NoSuchMethodError: 'a.b.Answer a.b.Request$Builder.streamId(java.lang.String)'",
      '    at c.d.Fetcher.next(Fetcher.java:10)',
      '    at e.f.Task.run(Task.java:11)',
    ].join('\n'),
    'a.b.Request$Builder',
    'c.d.Fetcher',
  ],
  [
    "NoSuchMethodError: 'void a.b.Base.<init>(int, a.b.Codec)'\n    at a.c.Derived.<init>(Derived.java:1)",
    'a.b.Base',
    'a.c.Derived',
  ],
  // Java 8
  [
    'NoSuchMethodError: a.b.Request.id(Ljava/lang/String;)V\n    at c.Main.main(Main.java:1)',
    'a.b.Request',
    'c.Main',
  ],
  [
    [
      'java.lang.NoClassDefFoundError: io/opentelemetry/api/OpenTelemetry',
      '\tat java.base/java.lang.Class.getDeclaredMethods0(Native Method)',
      '\tat app//software.amazon.kinesis.Utils.resolve(Utils.java:94)',
      'Caused by: java.lang.ClassNotFoundException: io.opentelemetry.api.OpenTelemetry',
    ].join('\n'),
    'io.opentelemetry.api.OpenTelemetry',
    'software.amazon.kinesis.Utils',
  ],
  [
    "AbstractMethodError: Receiver class a.b.Impl does not define or inherit an implementation of the resolved method 'abstract void run()' of interface a.b.Api.\n    at a.c.Caller.go(Caller.java:3)",
    'a.b.Impl',
    'a.c.Caller',
  ],
  ['ClassNotFoundException: a.B', 'a.B', undefined],
];

describe('a class that java cannot link', () => {
  it.each(stacks)('is read from %j', (stack, missing, caller) => {
    expect(linkFaultIn(stack)).toEqual({ missing, caller });
  });

  it('is in no other error', () => {
    expect(linkFaultIn('IllegalStateException: a.b.C.d()\n    at a.b.C.d(C.java:1)')).toBeUndefined();
    expect(linkFaultIn('VerifyError')).toBeUndefined();
  });
});
