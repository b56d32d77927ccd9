// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.letter;

import java.net.URI;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.Pure;

/**
 * Who writes, as every letter says it.
 *
 * @param organisation name of the organisation
 * @param helpDesk whom to call when in doubt; absent when nobody configured it
 * @param genuinePage the page on how to recognise genuine mails; absent when there is none
 * @param zone time zone of dates
 */
@Pure
record House(
        String organisation,
        @Nullable String helpDesk,
        @Nullable URI genuinePage,
        ZoneId zone) {

    /** Refuses an address that mail programs do not open. */
    House {
        if (genuinePage != null
                && !"https".equals(genuinePage.getScheme())
                && !"http".equals(genuinePage.getScheme())) {
            throw new IllegalArgumentException(
                    "mailwarden.auth.letters.genuine-page is the full address of a page, for instance https://example.org/mail");
        }
    }
}
