@clause:6.4.1
Feature: 6.4.1 eP-CSCF: its own subscription to the registration state
  So that it learns of a deregistration by the network, the eP-CSCF subscribes to the reg event of every private
  user identity that registers through it (TS 24.229 5.2.3).

  @req:EPC-T523-1
  Scenario: The first registration brings a subscription
    When WIC A registers
    Then the eP-CSCF subscribes to the registration state of WIC A

  @req:EPC-T523-1b
  Scenario: The SUBSCRIBE says who asks and about whom
    Given WIC A is registered with the second public user identity of its implicit set
    Then its SUBSCRIBE for WIC A is about the default public user identity
    And its SUBSCRIBE for WIC A is in the name of the eP-CSCF
    And its SUBSCRIBE for WIC A outlasts the registration
    And its SUBSCRIBE for WIC A accepts reginfo

  @req:EPC-T523-2
  Scenario: A re-registration opens no second subscription
    Given WIC A is registered
    And the eP-CSCF has subscribed to the registration state of WIC A
    When WIC A re-registers
    Then the eP-CSCF has opened one subscription to the registration state of WIC A

  @req:EPC-T523-3
  Scenario: A NOTIFY of the subscription is answered 2xx
    Given WIC A is registered
    And the S-CSCF has accepted the subscription of the eP-CSCF for WIC A
    And WIC B is registered
    When the S-CSCF notifies the eP-CSCF that WIC A is registered, with the event "registered"
    Then the eP-CSCF answers the NOTIFY about WIC A with 2xx
