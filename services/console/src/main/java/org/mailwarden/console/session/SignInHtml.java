// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.session;

/** What a person sees whose sign-in did not come about. Pure. */
final class SignInHtml {

    private SignInHtml() {}

    /**
     * The page.
     *
     * @param sentence what happened and what to do; it is ours and holds no markup
     */
    static String failed(String sentence) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>You are not signed in · Mailwarden</title>
                <link rel="icon" href="/mailwarden.svg">
                <link rel="stylesheet" href="/start.css">
                <link rel="stylesheet" href="/credential.css">
                </head>
                <body>
                <main>
                <h1>You are not signed in</h1>
                <p class="alert" role="alert">%s</p>
                <p><a href="/sign-in">Try again</a></p>
                </main>
                </body>
                </html>
                """.formatted(sentence);
    }
}
