// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.io.IOException;
import java.io.InputStream;

/** The fingerprint of a message of which only the header is at hand. */
public final class MessageFingerprint {

    private MessageFingerprint() {}

    /**
     * Computes the same as {@link MessageReader} for the whole message.
     *
     * @param header the raw header block with its empty line; read to its end
     * @param size bytes of the whole message
     * @return lower-case hex
     * @throws IOException when the stream fails
     */
    public static String of(InputStream header, long size) throws IOException {
        MeasuredInput input = new MeasuredInput(header);
        input.drain(new byte[8 * 1024]);
        return input.fingerprint(size);
    }
}
