// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apppassword;

import java.util.random.RandomGenerator;
import org.mailwarden.auth.Pure;
import org.mailwarden.kit.secret.Secret;

/** Makes an app password: 138 bits of randomness in seven groups that can be read out and typed. Pure. */
@Pure
final class NewPassword {

    /** Without i, l, o, 0 and 1, which are taken for each other. */
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

    private static final int GROUPS = 7;
    private static final int GROUP_LENGTH = 4;

    private NewPassword() {}

    /**
     * Makes one.
     *
     * @param random a source that nobody can foresee
     * @return 34 characters, for the caller to close; the hyphens are part of it
     */
    static Secret from(RandomGenerator random) {
        byte[] text = new byte[GROUPS * (GROUP_LENGTH + 1) - 1];
        for (int i = 0; i < text.length; i++) {
            boolean between = i % (GROUP_LENGTH + 1) == GROUP_LENGTH;
            text[i] = (byte) (between ? '-' : ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return Secret.ofUtf8(text);
    }
}
