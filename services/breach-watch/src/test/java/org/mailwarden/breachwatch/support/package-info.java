// SPDX-License-Identifier: Apache-2.0
/** What tests share: the broker, tokens and people. */
package org.mailwarden.breachwatch.support;
