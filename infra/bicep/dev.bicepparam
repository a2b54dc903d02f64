using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param databaseAdministrators = [
  {
    objectId: readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
    name: readEnvironmentVariable('AZURE_PRINCIPAL_NAME', '')
    type: 'User'
  }
]
param alertMail = readEnvironmentVariable('ALERT_MAIL', '')
param currency = 'EUR'
param size = 'small'
// People of a development environment reach it from their desks.
param privateNetwork = false
param monthlyBudget = 150
param budgetStart = '2026-12-01'
