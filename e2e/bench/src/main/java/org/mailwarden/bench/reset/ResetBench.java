// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.reset;

import java.io.IOException;
import java.util.List;
import org.mailwarden.bench.run.Benchmark;
import org.mailwarden.bench.run.Figures;
import org.mailwarden.bench.run.Options.Size;

/** Everything about the reset, one part after the other. */
public final class ResetBench implements Benchmark {

    private static final List<Benchmark> PARTS = List.of(new SignInBench(), new ResponseBench(), new LedgerBench());

    @Override
    public void measure(Figures figures, Size size) throws IOException, InterruptedException {
        for (Benchmark part : PARTS) {
            part.measure(figures, size);
        }
    }
}
