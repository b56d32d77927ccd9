// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkiverse.resteasy.problem.HttpProblem;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.fetcher.account.AccountRequest.CredentialRequest;
import org.mailwarden.fetcher.vault.Credential;

class CredentialRulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'PASSWORD'} | invalid-credential-password | is missing",
                "{'type':'PASSWORD','password':'hush','clientId':'c'} | credential-mixed | Leave it out",
                "{'type':'PASSWORD','password':'hush','refreshToken':'hush'} | credential-mixed | takes password",
                "{'type':'OAUTH2_REFRESH','clientId':'c','tokenUrl':'https://i.example/t'} |"
                        + " invalid-credential-refreshtoken | is missing",
                "{'type':'OAUTH2_REFRESH','clientId':'c','refreshToken':'hush'} | invalid-credential-tokenurl | is"
                        + " missing",
                "{'type':'OAUTH2_REFRESH','clientId':'c','refreshToken':'hush','tokenUrl':'http://i.example/t'} |"
                        + " plaintext-refused | https",
                "{'type':'OAUTH2_REFRESH','clientId':'c','refreshToken':'hush','tokenUrl':'ftp://i.example/t'} |"
                        + " invalid-credential-tokenurl | no address",
                "{'type':'OAUTH2_REFRESH','clientId':'c','refreshToken':'hush','tokenUrl':'https://u:p@i.example/t'} |"
                        + " invalid-credential-tokenurl | no address",
                "{'type':'OAUTH2_REFRESH','clientId':'c','refreshToken':'hush','provider':'GOOGLE','tokenUrl':'https://i/t'}"
                        + " | invalid-credential-tokenurl | exclude each other",
                "{'type':'OAUTH2_REFRESH','clientId':'c','refreshToken':'hush','provider':'YAHOO'} |"
                        + " invalid-credential-provider | MICROSOFT_365, GOOGLE",
                "{'type':'OAUTH2_CLIENT','clientId':'c','tokenUrl':'https://i.example/t'} |"
                        + " invalid-credential-clientsecret | only with its secret",
                "{'type':'OAUTH2_CLIENT','clientId':'c','clientSecret':'hush','provider':'GOOGLE'} |"
                        + " credential-grant-not-offered | Use OAUTH2_REFRESH",
                "{'type':'OAUTH2_CLIENT','clientId':'c','clientSecret':'hush','provider':'MICROSOFT_365'} |"
                        + " invalid-credential-tenant | tenant's id",
                "{'type':'OAUTH2_CLIENT','clientId':'c','clientSecret':'hush','tokenUrl':'https://i.example/t','separator':'ab'}"
                        + " | invalid-credential-separator | one character",
                "{'type':'MASTER_USER','password':'hush'} | invalid-credential-masteruser | is missing",
                "{'type':'MASTER_USER','password':'hush','masterUser':'m','scope':'s'} | credential-mixed | Leave it"
                        + " out",
            })
    void wrongCombinationGetsASentenceThatLeadsToTheFixAndNeverTheSecret(String json, String code, String words) {
        assertThatThrownBy(() -> read(json)).isInstanceOfSatisfying(HttpProblem.class, problem -> {
            assertThat(problem.getParameters()).containsEntry("code", code);
            assertThat(problem.getDetail()).contains(words).doesNotContain("hush");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "OAUTH2_REFRESH, MICROSOFT_365, IMAP, https://login.microsoftonline.com/common/oauth2/v2.0/token,"
                + "https://outlook.office.com/IMAP.AccessAsUser.All offline_access",
        "OAUTH2_REFRESH, MICROSOFT_365, POP3, https://login.microsoftonline.com/common/oauth2/v2.0/token,"
                + "https://outlook.office.com/POP.AccessAsUser.All offline_access",
        "OAUTH2_REFRESH, GOOGLE, IMAP, https://oauth2.googleapis.com/token,",
    })
    void providerBringsItsEndpointAndScopes(
            String type, String provider, Protocol protocol, String tokenUrl, String scope) {
        Credential credential = read(
                "{'type':'" + type + "','provider':'" + provider + "','clientId':'c','refreshToken':'hush'}", protocol);

        assertThat(credential).isInstanceOfSatisfying(Credential.RefreshGrant.class, grant -> {
            assertThat(grant.client().tokenUrl()).hasToString(tokenUrl);
            assertThat(grant.client().scope()).isEqualTo(scope);
        });
    }

    @Test
    void applicationOfATenantAsksForItsPermissionsAsAWhole() {
        Credential credential =
                read("{'type':'OAUTH2_CLIENT','provider':'MICROSOFT_365','tenant':'example.onmicrosoft.com',"
                        + "'clientId':'c','clientSecret':'hush'}");

        assertThat(credential).isInstanceOfSatisfying(Credential.ClientGrant.class, grant -> {
            assertThat(grant.client().tokenUrl())
                    .hasToString("https://login.microsoftonline.com/example.onmicrosoft.com/oauth2/v2.0/token");
            assertThat(grant.client().scope()).isEqualTo("https://outlook.office365.com/.default");
            assertThat(grant.master()).isNull();
            assertThat(grant.toString()).doesNotContain("hush");
        });
    }

    private static Credential read(String json) {
        return read(json, Protocol.IMAP);
    }

    private static Credential read(String json, Protocol protocol) {
        try {
            return CredentialRules.credential(
                    new ObjectMapper().readValue(json.replace('\'', '"'), CredentialRequest.class), protocol);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
