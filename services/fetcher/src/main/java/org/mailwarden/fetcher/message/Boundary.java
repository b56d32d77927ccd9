// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import org.mailwarden.fetcher.session.Limits;

/** What divides the parts of a multipart (RFC 2046 section 5.1.1). */
final class Boundary {

    private static final String DASHES = "--";

    private Boundary() {}

    /**
     * Whether a body can be searched for it. It is ASCII: of other characters the library sees the low byte. The library compares it at each place of a body from its beginning: one that
     * begins with the same piece over and over costs as much for each byte as there are pieces, where the body is made of
     * them too.
     */
    static boolean isUsable(String boundary) {
        if (boundary.chars().anyMatch(c -> c > '~')) {
            return false;
        }
        String sought = DASHES + boundary;
        // Of each beginning, how much of its own beginning it ends with, as Knuth, Morris and Pratt count it.
        int[] border = new int[sought.length() + 1];
        for (int length = 2; length <= sought.length(); length++) {
            int same = border[length - 1];
            while (same > 0 && sought.charAt(same) != sought.charAt(length - 1)) {
                same = border[same];
            }
            border[length] = sought.charAt(same) == sought.charAt(length - 1) ? same + 1 : 0;
            int piece = length - border[length];
            if (length / piece > Limits.BOUNDARY_PIECES) {
                return false;
            }
        }
        return true;
    }
}
