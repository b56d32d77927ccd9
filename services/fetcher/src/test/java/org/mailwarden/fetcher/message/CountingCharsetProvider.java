// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.nio.charset.Charset;
import java.nio.charset.spi.CharsetProvider;
import java.util.Collections;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Knows no character set, and remembers which ones Java asked it for. */
public final class CountingCharsetProvider extends CharsetProvider {

    private static final Queue<String> ASKED = new ConcurrentLinkedQueue<>();

    static Queue<String> asked() {
        return ASKED;
    }

    @Override
    public Iterator<Charset> charsets() {
        return Collections.emptyIterator();
    }

    @Override
    public @Nullable Charset charsetForName(String name) {
        ASKED.add(name);
        return null;
    }
}
