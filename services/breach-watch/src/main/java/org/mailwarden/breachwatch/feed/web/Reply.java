// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed.web;

import org.mailwarden.kit.egress.EgressHttp;

/** What came of a request. */
public sealed interface Reply {

    /**
     * The server answered, whatever it said.
     *
     * @param answer never one that redirects and never a part (206); its body is whole and unpacked
     */
    record Answered(EgressHttp.Reply.Answer answer) implements Reply {}

    /**
     * No answer that can be used; asking again may help.
     *
     * @param sentence why, without text of the server
     */
    record Failed(String sentence) implements Reply {}

    /**
     * It is not asked, or not believed, until somebody changes something.
     *
     * @param sentence why and what to do
     */
    record Refused(String sentence) implements Reply {}
}
