import type { Reporter, TestModule } from "vitest/node";

/** Ends the output of the suite with `N passed, N failed`, the line that CI reads. */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const brokenModules = modules.filter((module) => module.errors().length > 0).length;
    const failed = count("failed") + brokenModules + errors.length;
    const skipped = count("skipped");
    // The default reporter writes its summary in the same turn; this line comes after it.
    setImmediate(() => {
      const tail = skipped > 0 ? `, ${skipped} skipped` : "";
      process.stdout.write(`\n${count("passed")} passed, ${failed} failed${tail}\n`);
    });
  }
}
