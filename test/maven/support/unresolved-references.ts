/** A reference that leads out of the lock's jars, and why the daemon never follows it. */
export interface UnresolvedReference {
  /** The artifact whose classes refer to it. */
  readonly from: string;
  /** Class or package, by its beginning. */
  readonly to: string;
  readonly reason: string;
}

const annotation = 'an annotation: the JVM ignores one whose class is not there';
const glue = 'only with a GlueSchemaRegistryDeserializer, which no property of the daemon sets';
const servlets = 'only inside a servlet container';
const mail = "only for logback's SMTPAppender; the published closure has no mail API either";
const conditions = 'only for <if> in a logback file; the published closure has no Janino either';
const logger = "netty's other ways to log: it takes SLF4J, which is there, first";
const tls = 'another implementation of TLS: netty takes it only if it is there, and the closure never has it';

export const unresolvedReferences: readonly UnresolvedReference[] = [
  { from: 'amazon-kinesis-client', to: 'com.amazonaws.services.schemaregistry.', reason: glue },
  { from: 'amazon-kinesis-client', to: 'javax.annotation.Nullable', reason: annotation },
  {
    from: 'amazon-kinesis-client',
    to: 'javax.xml.bind.DatatypeConverter',
    reason:
      'only in the log line for an aggregated record that is broken though its digest is right; part of Java up to 10, and missing from the published closure',
  },
  { from: 'schema-registry-serde', to: 'com.amazonaws.services.schemaregistry.', reason: glue },
  { from: 'guava', to: 'com.google.errorprone.annotations.', reason: annotation },
  { from: 'guava', to: 'javax.annotation.', reason: annotation },
  {
    from: 'http-auth-aws',
    to: 'software.amazon.awssdk.crt.',
    reason:
      'only to sign for several regions at once (SigV4a), which Kinesis, DynamoDB and CloudWatch never ask for',
  },
  { from: 'logback-classic', to: 'javax.servlet.', reason: servlets },
  { from: 'logback-core', to: 'javax.servlet.', reason: servlets },
  { from: 'logback-core', to: 'javax.mail.', reason: mail },
  { from: 'logback-core', to: 'org.codehaus.', reason: conditions },
  { from: 'netty-common', to: 'org.apache.log4j.', reason: logger },
  { from: 'netty-common', to: 'org.apache.logging.', reason: logger },
  { from: 'netty-common', to: 'org.jetbrains.annotations.', reason: annotation },
  {
    from: 'netty-common',
    to: 'reactor.blockhound.',
    reason: 'called by BlockHound, a debugging agent, if that is loaded',
  },
  {
    from: 'netty-nio-client',
    to: 'io.netty.channel.epoll.',
    reason: 'asked for after NIO, which is what the SDK makes its event loops of (secure-requests.test.ts)',
  },
  { from: 'netty-handler', to: 'io.netty.internal.tcnative.', reason: tls },
  { from: 'netty-handler', to: 'org.conscrypt.', reason: tls },
  { from: 'netty-handler', to: 'org.eclipse.jetty.', reason: tls },
  {
    from: 'netty-handler',
    to: 'org.bouncycastle.',
    reason: 'only to read an encrypted private key from a PEM file; the daemon is given none',
  },
];
