/** Runs once before all suites. */
export default function setup(): void {
  // The embedded and fake servers listen on 127.0.0.1 only; no test may reach further by a proxy of the machine's.
  process.env['NO_PROXY'] ??= '127.0.0.1,localhost';
  // The AWS clients of the tests themselves would warn on every suite.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
}
