// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.mail;

/**
 * What an authentication method looked at (RFC 8601 section 2.2).
 *
 * @param name property type and property, for instance {@code header.d}, lower case, at most 60 characters
 * @param value at most 255 characters
 */
public record AuthenticationProperty(String name, String value) {}
