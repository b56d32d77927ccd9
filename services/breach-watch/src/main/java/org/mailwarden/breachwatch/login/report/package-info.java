// SPDX-License-Identifier: Apache-2.0
/** What mail servers send about sign-ins, read into one model. Pure. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.login.report;
