// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.run;

import java.io.IOException;

/** One benchmark. */
@FunctionalInterface
public interface Benchmark {

    /**
     * Measures.
     *
     * @param figures takes what was measured, and what to say meanwhile
     * @param size how much to measure
     * @throws IOException when a server or a connection fails
     * @throws InterruptedException when it is stopped
     */
    void measure(Figures figures, Options.Size size) throws IOException, InterruptedException;

    /**
     * Measures what was asked for; most benchmarks have nothing to choose but the size.
     *
     * @param figures takes what was measured, and what to say meanwhile
     * @param options what was asked for
     * @throws IOException when a server or a connection fails
     * @throws InterruptedException when it is stopped
     */
    default void measure(Figures figures, Options options) throws IOException, InterruptedException {
        measure(figures, options.size());
    }
}
