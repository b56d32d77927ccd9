// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Text in UTF-16, which some tools on Windows write, read as UTF-8. Used by one thread. */
final class SixteenBit extends PartStream {

    private static final int CHARACTERS = 1 << 13;
    private static final int BYTES_A_CHARACTER = 3;

    private final java.io.Reader reader;
    private final CharsetEncoder encoder = StandardCharsets.UTF_8
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final CharBuffer characters = CharBuffer.allocate(CHARACTERS).limit(0);
    private final ByteBuffer bytes =
            ByteBuffer.allocate(CHARACTERS * BYTES_A_CHARACTER).limit(0);
    private boolean ended;

    private SixteenBit(InputStream in, Charset charset) {
        this.reader = new java.io.InputStreamReader(in, charset);
    }

    /**
     * Gives a text as UTF-8.
     *
     * @param head its first bytes
     * @param in the text from its beginning on
     * @return the same when it is no UTF-16
     */
    static InputStream asUtf8(byte[] head, InputStream in) {
        return charset(head)
                .<InputStream>map(charset -> new SixteenBit(in, charset))
                .orElse(in);
    }

    /** By the byte order mark, or by where the NUL bytes are that text in Latin letters has in every other place. */
    static Optional<Charset> charset(byte[] head) {
        if (head.length >= 2 && head[0] == (byte) 0xFF && head[1] == (byte) 0xFE) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        if (head.length >= 2 && head[0] == (byte) 0xFE && head[1] == (byte) 0xFF) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        int[] nuls = new int[2];
        for (int i = 0; i < head.length; i++) {
            nuls[i & 1] += head[i] == 0 ? 1 : 0;
        }
        int pairs = head.length / 2;
        if (nuls[1] * 2 > pairs && nuls[0] * 8 < pairs) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        return nuls[0] * 2 > pairs && nuls[1] * 8 < pairs ? Optional.of(StandardCharsets.UTF_16BE) : Optional.empty();
    }

    @Override
    ByteBuffer next() throws IOException {
        bytes.clear();
        while (bytes.position() == 0 && !ended) {
            characters.compact();
            ended = reader.read(characters) < 0;
            characters.flip();
            encoder.encode(characters, bytes, ended);
        }
        return bytes.flip();
    }
}
