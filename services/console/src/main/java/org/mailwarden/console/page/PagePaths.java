// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.page;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which paths the web pages answer in the browser, so that a link to one of them, or a reload, works. Pure. */
final class PagePaths {

    /** What begins with one of these is answered here, or nowhere. */
    private static final Set<String> ANSWERED_HERE =
            Set.of("api", "range", "q", "session", "sign-in", "sign-out", "credential", "docs", "assets");

    private PagePaths() {}

    /**
     * Whether somebody wants to see a page.
     *
     * @param method of the request
     * @param accept the request's header of that name; only browsers that go somewhere name HTML in it
     * @param path the path of the request without its query, dot segments already removed
     * @return true when the web pages are to answer
     */
    static boolean isPage(String method, @Nullable String accept, String path) {
        String first = path.split("/", 3)[1];
        return (method.equals("GET") || method.equals("HEAD"))
                && accept != null
                && accept.contains("text/html")
                && !path.equals("/")
                && !ANSWERED_HERE.contains(first);
    }
}
