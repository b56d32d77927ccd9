// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.credential;

/** The page as HTML: it works without a script, and every text that is not ours is escaped. Pure. */
final class CredentialHtml {

    private static final String SCRIPT = "<script src=\"/credential.js\" defer></script>";

    private CredentialHtml() {}

    /** The form, empty. */
    static String form() {
        return form("", "");
    }

    /**
     * The form again, with what was wrong.
     *
     * @param token the token as it was sent, so that it need not be given twice; empty when it was none
     * @param sentence what was wrong and what to do
     */
    static String form(String token, String sentence) {
        String alert = sentence.isEmpty()
                ? ""
                : "<p class=\"alert\" role=\"alert\" id=\"alert\">" + escape(sentence) + "</p>\n";
        String described = sentence.isEmpty() ? "" : " aria-describedby=\"alert\"";
        return page("Give the new password of your mailbox", SCRIPT, """
                %s<p>It is tried once at your mail server and then kept sealed, so that your mailbox is watched again.</p>
                <form method="post" action="/credential" autocomplete="off">
                <p id="code-part">
                <label for="token">Code: what stands behind the # in the link of your mail</label>
                <input id="token" name="token" type="text" required maxlength="43" value="%s" autocomplete="off"
                  autocapitalize="none" spellcheck="false">
                </p>
                <p>
                <label for="password">New password of your mailbox</label>
                <input id="password" name="password" type="password" required maxlength="1000"
                  autocomplete="current-password"%s>
                </p>
                <p><button type="submit">Give the password</button></p>
                </form>
                <p class="note">Is the address of this page not the one that your administrator told you? Then close it
                and give nothing.</p>
                """.formatted(alert, escape(token), described));
    }

    /**
     * The end of it.
     *
     * @param address whose mailbox is watched again
     */
    static String done(String address) {
        return page("Thank you", "", """
                <p role="status">The password works, and %s is watched again. You can close this page.</p>
                """.formatted(escape(address)));
    }

    /**
     * What cannot be mended on this page.
     *
     * @param sentence what happened and what to do
     */
    static String over(String sentence) {
        return page("This did not work", "", """
                <p class="alert" role="alert">%s</p>
                """.formatted(escape(sentence)));
    }

    private static String page(String title, String script, String body) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="robots" content="noindex">
                <title>%1$s · Mailwarden</title>
                <link rel="icon" href="/mailwarden.svg">
                <link rel="stylesheet" href="/start.css">
                <link rel="stylesheet" href="/credential.css">
                %2$s
                </head>
                <body>
                <main>
                <h1>%1$s</h1>
                %3$s</main>
                </body>
                </html>
                """.formatted(title, script, body);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
