import * as fc from "fast-check";

/** Every run of a property test draws the same values: what a mutant is killed by must not be luck. */
fc.configureGlobal({ seed: 2026 });
