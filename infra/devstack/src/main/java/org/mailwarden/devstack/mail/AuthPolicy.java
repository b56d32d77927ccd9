// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.mail;

import java.net.URI;

/**
 * Who is asked before each sign-in to a Dovecot and told about it afterwards (Dovecot's auth-policy protocol). The password
 * goes along as a SHA-256 hash with a nonce, in full length.
 *
 * @param server the address that is asked
 * @param nonce the secret nonce of the hash
 */
public record AuthPolicy(URI server, String nonce) {

    /**
     * Has a Dovecot ask.
     *
     * @param usual the other options
     * @return the options
     */
    public DovecotServer.Options in(DovecotServer.Options usual) {
        return usual.withMore("""
                auth_policy_server_url = %s
                auth_policy_hash_nonce = %s
                auth_policy_hash_mech = sha256
                auth_policy_hash_truncate = 0
                auth_policy_request_attributes = login=%%{requested_username} user=%%{user} pwhash=%%{hashed_password} \
                remote=%%{rip} protocol=%%s session_id=%%{session}
                auth_policy_check_before_auth = yes
                auth_policy_report_after_auth = yes
                """.formatted(server, nonce));
    }

    @Override
    public String toString() {
        return "AuthPolicy[" + server + "]";
    }
}
