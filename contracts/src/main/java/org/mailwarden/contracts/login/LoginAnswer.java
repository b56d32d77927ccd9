// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.login;

/** What a mail server was answered when it asked before a sign-in. */
public enum LoginAnswer {
    ALLOWED,
    DELAYED,
    REFUSED
}
