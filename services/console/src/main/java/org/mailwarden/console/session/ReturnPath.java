// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.session;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mailwarden.console.access.WayIn;

/** Where to go after signing in: a page of the console, never another site. Pure. */
final class ReturnPath {

    private static final String START = "/";

    // Browsers read both // and /\ as the beginning of another host (URL Standard, path-absolute URLs).
    private static final Pattern LOCAL = Pattern.compile("/(?:[!-.0-\\[\\]-~][!-\\[\\]-~]{0,3999})?");

    private ReturnPath() {}

    /**
     * Reads what was wished for.
     *
     * @param wanted a path with its query, still percent-encoded; anybody may have written it
     * @return it, or the start page when it is none, leads elsewhere, or leads to the sign-in again
     */
    static String of(@Nullable String wanted) {
        if (wanted == null || wanted.startsWith(WayIn.SIGN_IN)) {
            return START;
        }
        return LOCAL.matcher(wanted).matches() ? wanted : START;
    }
}
