// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Lists as bad as those of the wild, out of pieces; the same from the same seed. */
final class MadeUpText {

    static final Set<String> FLEET = Set.of(
            "ada@sample.example",
            "ada+mail@sample.example",
            "o'neil@sample.example",
            "grace.hopper@corp.sample.example",
            "x@y.de");

    private static final List<String> PIECES = List.of(
            "ada@sample.example",
            "ADA@Sample.Example",
            "ada+shop@sample.example",
            "ada+mail@sample.example",
            "o'neil@sample.example",
            "grace.hopper@corp.sample.example",
            "x@y.de",
            "ada%40sample.example",
            "dada@sample.example",
            "ada@sample.example.org",
            "ada@samples.example",
            "stranger@elsewhere.example",
            "https://portal.example:8443/login",
            "android://QUJD==@com.app/",
            "shop.example/login",
            "URL: https://site.example/",
            "Username: ",
            "Password: ",
            "====",
            "secret1",
            "pass:word",
            "[NOT_SAVED]",
            "null",
            "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8",
            "5f4dcc3b5aa765d61d8327deb882cf99",
            "%22",
            "%40",
            "%",
            "@",
            "@@",
            "'",
            "\"",
            ":",
            ":",
            ";",
            "|",
            ",",
            "\t",
            " ",
            ".",
            "=",
            "\u00EF\u00BB\u00BF",
            "\u00C2\u00BB",
            "\u00FC",
            "\0",
            "A",
            "\n",
            "\n",
            "\n",
            "\r\n",
            "\r",
            "\n\n");

    private MadeUpText() {}

    /** A text of at least so many bytes. */
    static byte[] of(long seed, int least) {
        Random random = new Random(seed);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (out.size() < least) {
            String piece = random.nextInt(400) == 0
                    ? (random.nextBoolean() ? "x" : "a@").repeat(random.nextInt(random.nextBoolean() ? 200 : 9_000))
                    : PIECES.get(random.nextInt(PIECES.size()));
            out.writeBytes(piece.getBytes(StandardCharsets.ISO_8859_1));
        }
        return out.toByteArray();
    }
}
