import type { LockedJar } from './lock-file.js';

/**
 * Which jars make the daemon's class path: the closure that Maven resolves for the MultiLangDaemon, less what it
 * cannot use, with what it lacks, and with newer versions where the published ones have known vulnerabilities.
 * `kcl-ts lock` hands these rules to Maven's resolver; test/maven/lock/references.test.ts proves that no class that the
 * daemon can reach is missing.
 */
export const daemonArtifact = 'software.amazon.kinesis:amazon-kinesis-client-multilang';
/** What the daemon is built on, which does the KCL's work. */
export const clientArtifact = 'software.amazon.kinesis:amazon-kinesis-client';

/** Maven's resolver as one runnable jar. Only `kcl-ts lock` runs it, and only with this hash. */
export const resolverTool: LockedJar = {
  coordinates: 'eu.maveniverse.maven.plugins:toolbox:jar:cli:0.15.6',
  path: 'eu/maveniverse/maven/plugins/toolbox/0.15.6/toolbox-0.15.6-cli.jar',
  size: 17367899,
  sha256: '871c898e74466c703665ade30890e53bfdb6e1e422e9b90b3c800a72cf253854',
  licence: 'EPL-2.0',
};

interface Exclusion {
  /** `group:artifact`; either may be `*`. */
  readonly artifact: string;
  readonly reason: string;
  /** Not for a closure that has this `group:artifact`. */
  readonly unless?: string;
}

/** KCL 2 takes its credentials from version 1 of the SDK, whose STS client calls Apache's HTTP client by name. */
const sdk1 = 'com.amazonaws:aws-java-sdk-core';

const glue =
  'part of the Glue schema registry, which needs a deserializer set in Java: no property of the daemon can. It brings kafka, scala, kotlin and 60 more jars';
const annotationsOnly =
  'annotations for compilers and checkers; the JVM ignores an annotation whose class is not there';

export const exclusions: readonly Exclusion[] = [
  { artifact: 'software.amazon.glue:schema-registry-serde', reason: glue },
  { artifact: 'software.amazon.glue:schema-registry-common', reason: glue },
  {
    artifact: 'software.amazon.awssdk:apache-client',
    unless: sdk1,
    reason:
      'only the few calls for credentials are synchronous; url-connection-client serves them with 1 jar of 33 kB where this one brings 4 of 1.6 MB',
  },
  {
    artifact: 'com.google.guava:failureaccess',
    reason: "only guava's AbstractFuture refers to it, and nothing that the daemon reaches refers to that",
  },
  {
    artifact: 'com.google.guava:listenablefuture',
    reason: 'an empty jar: guava itself has the class',
  },
  {
    artifact: 'io.netty:netty-transport-classes-epoll',
    reason:
      "the SDK asks whether its event loop is NIO's first, and it always is: epoll's native library is not in the closure",
  },
  { artifact: 'software.amazon.awssdk:annotations', reason: annotationsOnly },
  { artifact: 'org.jetbrains:annotations', reason: annotationsOnly },
  { artifact: 'org.checkerframework:checker-qual', reason: annotationsOnly },
  { artifact: 'com.google.errorprone:error_prone_annotations', reason: annotationsOnly },
  { artifact: 'com.google.j2objc:j2objc-annotations', reason: annotationsOnly },
  { artifact: 'com.google.code.findbugs:jsr305', reason: annotationsOnly },
];

interface Addition {
  /** `group:artifact` */
  readonly artifact: string;
  /** The artifact of the closure whose version it takes: the modules of one SDK belong together. */
  readonly versionOf: string;
  readonly reason: string;
  /** Not for a closure that has this `group:artifact`. */
  readonly unless?: string;
  /** Without what it depends on. */
  readonly alone?: true;
}

const sdk = 'software.amazon.awssdk:sts';

export const additions: readonly Addition[] = [
  {
    artifact: 'software.amazon.glue:schema-registry-serde',
    versionOf: 'software.amazon.glue:schema-registry-serde',
    alone: true,
    reason:
      "the one jar of the registry that comes back: the configurator reflects on RetrievalConfig, and the JVM resolves the deserializer's class that a method of it takes",
  },
  {
    artifact: 'software.amazon.awssdk:sso',
    versionOf: sdk,
    reason: 'profiles that sign in with IAM Identity Center need it, and the closure lacks it',
  },
  {
    artifact: 'software.amazon.awssdk:ssooidc',
    versionOf: sdk,
    reason: 'renews the token of a profile with an sso-session',
  },
  {
    artifact: 'software.amazon.awssdk:arns',
    versionOf: sdk,
    reason: 'the KCL reads stream ARNs with it; KCL 2 has it only through the Glue schema registry',
  },
  {
    artifact: 'software.amazon.awssdk:url-connection-client',
    versionOf: sdk,
    unless: sdk1,
    reason: 'the synchronous HTTP client, instead of apache-client; the closure has it in an older version',
  },
];

interface Patch {
  /** `group:artifact`; the artifact may end with `*`. */
  readonly artifact: string;
  /** Versions that begin like this and are older are moved. */
  readonly line: string;
  readonly version: string;
  readonly reason: string;
}

const jackson =
  'CVE-2026-18401 and CVE-2026-68494 (number length), CVE-2026-54512 and its successors; lines before 2.21 that are no longer patched move to this one, which still runs on Java 8';
const logback =
  'CVE-2024-12798, CVE-2024-12801 and CVE-2025-11226 (configuration files); the last of its line: 1.5 needs Java 11';

export const patches: readonly Patch[] = [
  {
    artifact: 'io.netty:netty-*',
    line: '4.1.',
    version: '4.1.140.Final',
    reason:
      'CVE-2025-58057, CVE-2025-67735, CVE-2026-33870, CVE-2026-33871, CVE-2026-59903 and others of HTTP and HTTP/2; it also ends the mixture of 4.1.118 and 4.1.124 in the closure',
  },
  {
    artifact: 'com.fasterxml.jackson.core:jackson-annotations',
    line: '2.',
    version: '2.21',
    reason: jackson,
  },
  { artifact: 'com.fasterxml.jackson.core:jackson-core', line: '2.', version: '2.21.8', reason: jackson },
  { artifact: 'com.fasterxml.jackson.core:jackson-databind', line: '2.', version: '2.21.8', reason: jackson },
  { artifact: 'ch.qos.logback:logback-classic', line: '1.3.', version: '1.3.16', reason: logback },
  { artifact: 'ch.qos.logback:logback-core', line: '1.3.', version: '1.3.16', reason: logback },
  {
    artifact: 'com.google.protobuf:protobuf-java',
    line: '3.',
    version: '3.25.9',
    reason: 'CVE-2024-7254 (nested groups); KCL 2.5',
  },
  {
    artifact: 'commons-beanutils:commons-beanutils',
    line: '1.',
    version: '1.11.0',
    reason: 'CVE-2025-48734 (declaredClass of enums); KCL 2',
  },
  {
    artifact: 'commons-io:commons-io',
    line: '2.',
    version: '2.16.1',
    reason: 'CVE-2024-47554 (XmlStreamReader); KCL 2',
  },
  {
    artifact: 'org.apache.commons:commons-lang3',
    line: '3.',
    version: '3.18.0',
    reason: 'CVE-2025-48924 (ClassUtils recursion); KCL 2',
  },
];
