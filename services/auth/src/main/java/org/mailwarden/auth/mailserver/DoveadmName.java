// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.mailserver;

import java.util.regex.Pattern;
import org.mailwarden.auth.Pure;

/**
 * Whether a user's name means that user to doveadm and nobody else: {@code who} and {@code kick} take a mask, in which
 * {@code *} and {@code ?} are wildcards and an address or network means everybody who is connected from there. Pure.
 */
@Pure
final class DoveadmName {

    private static final int LONGEST = 255;

    private static final Pattern MASK = Pattern.compile("[*?\\\\/:\\p{Cntrl}\\p{Space}]");

    /** Every form that inet_aton reads as an address; digits without a dot are a name to doveadm. */
    private static final Pattern ADDRESS =
            Pattern.compile("(0x[0-9a-f]*|[0-9]+)(\\.(0x[0-9a-f]*|[0-9]+))+", Pattern.CASE_INSENSITIVE);

    private DoveadmName() {}

    static boolean isPlain(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST
                && !MASK.matcher(name).find()
                && !ADDRESS.matcher(name).matches();
    }
}
