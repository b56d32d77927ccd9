// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import org.eclipse.angus.mail.imap.protocol.BASE64MailboxDecoder;
import org.eclipse.angus.mail.imap.protocol.BASE64MailboxEncoder;

/** Folder names as people read them and as they go over the wire: modified UTF-7 (RFC 3501 section 5.1.3), or UTF-8 (RFC 6855). */
final class FolderName {

    private FolderName() {}

    static String encode(String name, boolean utf8) {
        return utf8 ? name : BASE64MailboxEncoder.encode(name);
    }

    /** Decodes; a name that is no modified UTF-7, and would not be found again by what it decodes to, stays as it is. */
    static String decode(String wire, boolean utf8) {
        if (utf8 || wire.indexOf('&') < 0) {
            return wire;
        }
        try {
            String name = BASE64MailboxDecoder.decode(wire);
            return BASE64MailboxEncoder.encode(name).equals(wire) ? name : wire;
        } catch (RuntimeException malformed) {
            return wire;
        }
    }
}
