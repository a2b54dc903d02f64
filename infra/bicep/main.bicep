// The whole of one environment: a resource group and what is in it. Everything is in modules.
targetScope = 'subscription'

@minLength(1)
@maxLength(20)
@description('Name of the environment, such as dev or prod; part of every name.')
param environmentName string

@description('Region of everything but the static web app.')
param location string

@description('Region of the static web app, which few regions have; its files are served from everywhere.')
param siteLocation string = 'westeurope'

@description('Object ids of people and pipelines who administer the database, by their names in Entra.')
param databaseAdministrators databaseAdministrator[]

@description('Who gets the alerts.')
param alertMail string

@description('Currency of the shop, ISO 4217.')
param currency string

@description('IANA name of the time zone whose days are business days.')
param businessTimeZone string = 'UTC'

@description('Who pays, as batches for the bank name him.')
param companyName string = ''

@description('IBAN that payments leave from; without it there are no files for the bank.')
param companyIban string = ''

@description('How large: instances, connections and the database. docs/operations.md has the calculation.')
@allowed(['small', 'medium', 'large'])
param size string = 'small'

@description('A second database server in another zone that takes over by itself.')
param highAvailability bool = false

@description('A server that analysis reads from.')
param readReplica bool = false

@description('PgBouncer in front of the database. Its sessions are shared: read docs/operations.md before.')
param pgBouncer bool = false

@description('Private network: no part but the front is reachable from outside.')
param privateNetwork bool = true

@description('Amount of a month, in the currency of the subscription, that a mail is sent at.')
@minValue(1)
param monthlyBudget int

@description('Month the budget begins with, as yyyy-MM-01.')
param budgetStart string

type databaseAdministrator = {
  @description('Object id in Entra.')
  objectId: string

  @description('Display name, or user principal name.')
  name: string

  type: 'User' | 'Group' | 'ServicePrincipal'
}

var tags = { 'azd-env-name': environmentName, product: 'influencer-marketing' }
var token = uniqueString(subscription().id, environmentName, location)
var name = 'im-${environmentName}'

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${name}'
  location: location
  tags: tags
}

module all 'modules/environment.bicep' = {
  scope: group
  params: {
    name: name
    token: token
    location: location
    siteLocation: siteLocation
    tags: tags
    databaseAdministrators: databaseAdministrators
    alertMail: alertMail
    currency: currency
    businessTimeZone: businessTimeZone
    companyName: companyName
    companyIban: companyIban
    size: size
    highAvailability: highAvailability
    readReplica: readReplica
    pgBouncer: pgBouncer
    privateNetwork: privateNetwork
    monthlyBudget: monthlyBudget
    budgetStart: budgetStart
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output AZURE_LOCATION string = location
output AZURE_IDENTITY_NAME string = all.outputs.identityName
output AZURE_IDENTITY_CLIENT_ID string = all.outputs.identityClientId
output AZURE_DATABASE_HOST string = all.outputs.databaseHost
output AZURE_DATABASE_NAME string = all.outputs.databaseName
output AZURE_FUNCTION_APP string = all.outputs.functionAppName
output AZURE_STORAGE_ACCOUNT string = all.outputs.storageName
output AZURE_EVENT_TOPIC string = all.outputs.topicName
output AZURE_KEY_VAULT_URL string = all.outputs.vaultUrl
output AZURE_SITE_URL string = all.outputs.siteUrl
