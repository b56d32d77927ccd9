// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.web;

/** The realm roles of the product, as Keycloak's realm file spells them. */
public final class Roles {

    /** Reads everything but secrets. */
    public static final String VIEWER = "viewer";

    /** Triages findings, proposes remediations, runs dry runs. */
    public static final String ANALYST = "analyst";

    /** Approves what another person proposed. */
    public static final String APPROVER = "approver";

    /** Changes configuration; never approves an own proposal. */
    public static final String ADMIN = "admin";

    /** Reads the audit ledger. */
    public static final String AUDITOR = "auditor";

    /** Another service of the product. */
    public static final String SERVICE = "service";

    private Roles() {}
}
