// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a scan says, as text. */
class Collected implements ScanListener {

    final List<String> shown = new ArrayList<>();
    final List<String> heard = new ArrayList<>();
    final List<Long> progress = new ArrayList<>();

    @Override
    public void found(Pair pair) {
        shown.add(SlowReader.shown(pair));
        pair.candidates()
                .forEach(candidate -> heard.add(pair.address() + " " + new String(candidate, StandardCharsets.UTF_8)));
    }

    @Override
    public void progress(long done, long total) {
        progress.add(done);
    }

    @Override
    public boolean cancelled() {
        return false;
    }
}
